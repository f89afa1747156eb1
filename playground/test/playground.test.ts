import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, startPlayground, type Playground } from './browser.ts';

/** The script of axe-core, which checks accessibility. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The part of axe-core's result that is read here. */
interface Findings {
  readonly violations: readonly { id: string; nodes: readonly { html: string }[] }[];
}

const LIVE = '$.api[?@.__compat.status.deprecated == true]';

let playground: Playground;
let page: Page;
const faults: string[] = [];

async function open(settings?: Parameters<Playground['open']>[0]): Promise<Page> {
  page = await playground.open(settings);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return page;
}

/** Waits until the text of an element is as expected. Returns its last text, if it never is. */
async function expectText(selector: string, wanted: RegExp): Promise<string> {
  let text = '';
  await expect
    .poll(
      async () => {
        text = (await page.textContent(selector)) ?? '';
        return text;
      },
      { timeout: 15_000 },
    )
    .toMatch(wanted);
  return text;
}

async function number(selector: string): Promise<number> {
  const text = await expectText(selector, /\d/);
  return Number(text.replaceAll(',', ''));
}

/** Opens a document by pasting it, as a user would. */
async function paste(json: string): Promise<void> {
  await page.click('#open');
  await page.fill('#pasted', json);
  await page.click('#paste');
}

async function dropFile(name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], fileName ?? ''));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
    },
    [name, text],
  );
}

describe.skipIf(!hasBrowser)('the playground in a browser', () => {
  beforeAll(async () => {
    playground = await startPlayground();
  });
  afterAll(() => playground?.close());
  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
    expect(playground.strangeRequests).toEqual([]);
  });

  test('loads a real document of more than 100,000 leaves', async () => {
    await open();
    expect(await expectText('#summary', /leaves/)).toContain('114,982 leaves');
    expect(await page.locator('#tree .row').first().textContent()).toContain('root');
  });

  test('edits the tree, shows the patch, undoes and redoes the edit', async () => {
    await open();
    await paste('{"todos":[{"title":"ship","done":false}],"limit":3}');
    await page.click('#tree .row:has-text("limit")');
    await page.fill('#write-value', '4');
    await page.click('text=Set');
    await expectText('#tree .row:has-text("limit")', /4/);
    await expectText('#commits li', /"op":"replace","path":"\/limit","value":4/);
    await page.click('#undo');
    await expectText('#tree .row:has-text("limit")', /3/);
    expect(await page.isDisabled('#undo')).toBe(true);
    await page.click('#redo');
    await expectText('#tree .row:has-text("limit")', /4/);
    await page.fill('#write-pointer', '/todos/-');
    await page.fill('#write-value', '"rest"');
    await page.click('text=Set');
    await expectText('#commits li', /"op":"add","path":"\/todos\/1","value":"rest"/);
    // The first container of a document is expanded at the start
    await expectText('#tree', /rest/);
  });

  test('undoes a transaction as a whole', async () => {
    await open();
    await paste('{"a":1,"b":2,"c":{"d":true}}');
    await page.click('#transact');
    await expectText('#commits li', /3 operations/);
    await page.click('#undo');
    await page.fill('#target', '$..*');
    await expectText('#matches', /\/b/);
    expect(await page.textContent('#matches .row:has-text("/b")')).toContain('2');
    expect(await page.textContent('#matches .row:has-text("/c/d")')).toContain('true');
  });

  test('shows an error of a write at its field, and changes nothing', async () => {
    await open();
    await paste('{"list":[1,2]}');
    await page.fill('#write-pointer', '/list/7');
    await page.fill('#write-value', '1');
    await page.click('text=Set');
    await expectText('#write-pointer-problem', /Index 7 is out of range at "\/list" \(length 2\)/);
    await page.fill('#write-value', 'one');
    await page.click('text=Set');
    await expectText('#write-value-problem', /not JSON.*double quotes/);
    expect(await page.getAttribute('#write-value', 'aria-invalid')).toBe('true');
    expect(await page.isDisabled('#undo')).toBe(true);
  });

  test('immediately shows matches, values and plan of a pointer, a pattern and a query', async () => {
    await open();
    await page.fill('#target', '/api/AbortController/__compat/status/deprecated');
    await expectText('#matches-status', /^pointer: 1 match /);
    await page.fill('#target', '/api/*/__compat/status/deprecated');
    await expectText('#matches-status', /^pattern: 1,109 matches /);
    await page.fill('#target', LIVE);
    await expectText('#matches-status', /^query: \d+ matches /);
    await expectText('#plan', /look up \['api'\]: once, before any loop\nloop over the children/);
    await page.fill('#target', '$..support.chrome');
    await expectText('#matches-status', /^query: [\d,]{5,} matches /);
    // Only visible matches have elements, however many there are
    expect(await page.locator('#matches .row').count()).toBeLessThan(80);
    await page.locator('#matches .row').first().click();
    await expectText('#tree [aria-selected="true"]', /chrome/);
  });

  test('marks the position of a syntax error, and says what was expected', async () => {
    await open();
    await page.fill('#target', '$.api[?@.x == ]');
    await expectText('#target-problem', /Expected .* but found "]" at offset 14/);
    expect(await page.textContent('#marked mark')).toBe(']');
    expect(await page.isDisabled('#watch')).toBe(true);
    await page.fill('#target', '/a~');
    await expectText('#target-problem', /"~0".*offset 2/);
    await page.fill('#target', 'api');
    await expectText('#target-problem', /Expected "\/" .* or "\$"/);
    await page.fill('#target', '$.api');
    await expectText('#matches-status', /1 match/);
    expect(await page.isHidden('#target-problem')).toBe(true);
  });

  test('shows events of subscriptions, and ends subscriptions', async () => {
    await open();
    await paste('{"users":[{"name":"Ada"},{"name":"Alan"}]}');
    await page.fill('#target', '/users/*/name');
    await page.click('#watch');
    await page.fill('#write-pointer', '/users/1/name');
    await page.fill('#write-value', '"Grace"');
    await page.click('text=Set');
    await expectText('#events', /replace \/users\/1\/name: "Alan" → "Grace"/);
    await expectText('#watchers', /1 event/);
    await page.click('#watchers button');
    await expectText('#watchers', /Nothing is watched/);
  });

  test('updates a live query during a storm, and shows what a new evaluation would cost', async () => {
    await open();
    await page.fill('#target', LIVE);
    await page.click('#live');
    await expectText('#watchers', /0 events · \d+ results/);
    await page.fill('#storm-rate', '3');
    await page.click('#storm-toggle');
    await expectText('#verdict', /cheaper|about the same/);
    expect(await number('#meter-writes')).toBeGreaterThan(0);
    await expectText('#watchers', /[1-9]\d* events/);
    expect(await page.textContent('#meter-requery')).toMatch(/(?:[µmn]s)$/);
    await page.click('#storm-toggle');
    await expectText('#storm-toggle', /Start/);
    // The live query has the results of a new evaluation
    const [, results = ''] =
      /([\d,]+) results/.exec((await page.textContent('#watchers')) ?? '') ?? [];
    await page.fill('#target', `${LIVE} `.trim());
    await page.fill('#target', '$.api');
    await page.fill('#target', LIVE);
    await expectText('#matches-status', new RegExp(`^query: ${results} matches`));
  });

  test('opens a dropped file, and shows an error for one that is no JSON', async () => {
    await open();
    await dropFile('mine.json', '{"hello":"world"}');
    await expectText('#summary', /^mine\.json: .*1 leaf/);
    await dropFile('bad.json', '{"hello":');
    await expectText('#drop-problem', /bad\.json is not JSON/);
    await expectText('#summary', /^mine\.json/);
    await dropFile('empty.json', '');
    await expectText('#drop-problem', /empty\.json is empty/);
  });

  test('opens a chosen file, and shows an error at the field for pasted invalid JSON', async () => {
    await open();
    await page.click('#open');
    await page.fill('#pasted', '{bad');
    await page.click('#paste');
    await expectText('#pasted-problem', /pasted JSON is not JSON/);
    await page.setInputFiles('#file', {
      name: 'chosen.json',
      mimeType: 'application/json',
      buffer: Buffer.from('[1,[2,3]]'),
    });
    await expectText('#summary', /^chosen\.json: .*3 leaves/);
    expect(await page.isVisible('#load')).toBe(false);
  });

  test('can be used with the keyboard alone', async () => {
    await open();
    await paste('{"a":{"b":1,"c":[true]},"d":"x"}');
    await page.focus('#tree');
    const selected = (): Promise<string | null> => page.textContent('#tree [aria-selected="true"]');
    await page.keyboard.press('ArrowDown');
    expect(await selected()).toContain('a');
    expect(await page.getAttribute('#tree [aria-selected="true"]', 'aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getAttribute('#tree [aria-selected="true"]', 'aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await selected()).toContain('b');
    await page.keyboard.press('Enter');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await expectText('#tree [aria-selected="true"]', /7/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tree');
    await page.keyboard.press('Enter');
    await page.keyboard.type('8');
    await page.keyboard.press('Escape');
    expect(await selected()).toContain('7');
    await page.keyboard.press('End');
    expect(await selected()).toContain('"x"');
    await page.keyboard.press('Delete');
    await expectText('#commits li', /"op":"remove","path":"\/d"/);
    await page.keyboard.press('Home');
    expect(await selected()).toContain('root');
    const active = await page.getAttribute('#tree', 'aria-activedescendant');
    expect(await page.getAttribute('#tree [aria-selected="true"]', 'id')).toBe(active);
  });

  test('makes elements only for the visible ones of 100,000 rows, down to the last one', async () => {
    await open();
    await paste(JSON.stringify(Array.from({ length: 100_000 }, (_, index) => index)));
    await expectText('#summary', /100,001 rows/);
    await page.focus('#tree');
    await page.keyboard.press('End');
    await expectText('#tree [aria-selected="true"]', /99999/);
    expect(await page.locator('#tree .row').count()).toBeLessThan(80);
    expect(await page.isVisible('#tree [aria-selected="true"]')).toBe(true);
  });

  test('opens documents with arbitrary names, and with 10,000 levels', async () => {
    await open();
    await paste('{"":{"\\ud800":1},"a b/c~d":2,"__proto__":{"x":3}}');
    expect(await page.locator('#tree .key').allTextContents()).toEqual([
      'root',
      '""',
      '\ud800',
      'a b/c~d',
      '__proto__',
    ]);
    await page.click('#tree .row:has-text("a b")');
    const active = await page.getAttribute('#tree', 'aria-activedescendant');
    expect(active).toBe(await page.getAttribute('#tree [aria-selected="true"]', 'id'));
    await paste(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    await expectText('#summary', /^pasted JSON: 3 rows/);
    await page.fill('#target', '$..*');
    await expectText('#matches-status', /^query: 9,999 matches/);
    await page.fill('#write-value', '1');
    await page.click('#document button:has-text("Set")');
    await page.click('#undo');
    await expectText('#commits li', /"value":\[ 1 element \]/);
  });

  test('opens a very large text as soon as it is pasted', async () => {
    await open();
    await page.click('#open');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', JSON.stringify({ text: 'x'.repeat(600_000) }));
      const event = new ClipboardEvent('paste', { clipboardData, cancelable: true });
      document.querySelector('#pasted')?.dispatchEvent(event);
    });
    await expectText('#summary', /^pasted JSON: .*1 leaf/);
    expect(await page.isVisible('#load')).toBe(false);
  });

  test('removes messages about invalid input once a document is open', async () => {
    await open();
    await dropFile('bad.json', '{');
    await expectText('#drop-problem', /not JSON/);
    await page.click('#open');
    await page.click('#sample');
    await page.waitForSelector('#load', { state: 'hidden' });
    expect(await page.isHidden('#drop-problem')).toBe(true);
    await page.click('#open');
    await page.fill('#pasted', '{');
    await page.click('#paste');
    // The message on the page is behind the dialog
    await dropFile('bad.json', '{');
    await expectText('#file-problem', /bad\.json is not JSON/);
    await dropFile('good.json', '[1]');
    await expectText('#summary', /^good\.json/);
    await page.click('#open');
    expect(await page.isHidden('#pasted-problem')).toBe(true);
    expect(await page.isHidden('#file-problem')).toBe(true);
  });

  test('applies the keys of the tree to the selected row, and keeps the selection near it', async () => {
    await open();
    await paste('{"a":1,"b":2,"c":3,"d":4}');
    const selected = (): Promise<string | null> => page.textContent('#tree [aria-selected="true"]');
    await page.click('#tree .row:has-text("c")');
    await page.fill('#write-pointer', '/a');
    await page.focus('#tree');
    await page.keyboard.press('Delete');
    await expectText('#commits li', /"op":"remove","path":"\/c"/);
    await expect.poll(selected).toBe('d4');
    await page.keyboard.press('Delete');
    await expect.poll(selected).toBe('b2');
    await page.fill('#write-pointer', '/a~');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('#write-pointer')).toBe('/b');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tree');
  });

  test('every place, including the matches, can be left with the Tab key', async () => {
    await open();
    await page.fill('#target', '/api/*/__compat/status/deprecated');
    await expectText('#matches-status', /1,109 matches/);
    await page.focus('#matches');
    await page.keyboard.press('End');
    await expectText('#matches [aria-selected="true"]', /\/api\/trustedTypes/);
    await page.keyboard.press('ArrowUp');
    const pointer = await page.textContent('#matches [aria-selected="true"] .key');
    await page.keyboard.press('Enter');
    expect(await page.inputValue('#write-pointer')).toBe(pointer);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tree');
    await page.focus('#open');
    const stops: string[] = [];
    for (let presses = 0; presses < 30 && stops.at(-1) !== 'BODY'; presses++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(
          () => document.activeElement?.id || document.activeElement?.tagName || '',
        ),
      );
    }
    for (const stop of ['tree', 'target', 'matches', 'plan', 'storm-rate', 'events', 'transact']) {
      expect(stops).toContain(stop);
    }
    expect(stops.at(-1)).toBe('BODY');
  });

  test('keeps the element of a row that is pressed during a storm, and keeps the matches up to date', async () => {
    await open();
    await page.fill('#target', '/api/*/__compat/status/deprecated');
    await page.fill('#storm-rate', '4');
    await page.click('#storm-toggle');
    await expectText('#meter-writes', /\d/);
    const row = page.locator('#matches .row').nth(2);
    const pointer = await row.locator('.key').textContent();
    await row.hover();
    await page.mouse.down();
    await page.evaluate(async () => {
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      for (let frames = 0; frames < 5; frames++) await frame();
    });
    await page.mouse.up();
    await expect.poll(() => page.inputValue('#write-pointer')).toBe(pointer);
    await page.fill('#target', LIVE);
    await page.click('#live');
    const shown = await expectText('#matches-status', /^query: [\d,]+ matches/);
    const matches = async (): Promise<string | undefined> =>
      /([\d,]+) matches/.exec((await page.textContent('#matches-status')) ?? '')?.[1];
    const before = /([\d,]+) matches/.exec(shown)?.[1];
    // During the storm, and after it
    await expect.poll(matches, { timeout: 15_000 }).not.toBe(before);
    await page.click('#storm-toggle');
    const results = async (): Promise<string | undefined> =>
      /([\d,]+) results/.exec((await page.textContent('#watchers')) ?? '')?.[1];
    await expect
      .poll(async () => (await matches()) === (await results()), { timeout: 15_000 })
      .toBe(true);
  });

  test('counts only writes of the storm, and finds the leaves of a new root', async () => {
    await open();
    await page.click('#storm-toggle');
    await expectText('#meter-writes', /[1-9]/);
    await page.fill('#write-pointer', '');
    await page.fill('#write-value', '{}');
    await page.click('#document button:has-text("Set")');
    await expectText('#verdict', /no leaf to write to/);
    await expectText('#storm-toggle', /Start/);
    await page.click('#storm-toggle');
    await expectText('#storm-toggle', /Start/);
    await page.fill('#write-value', '{"only":1}');
    await page.click('#document button:has-text("Set")');
    await page.fill('#target', '/only');
    await page.click('#watch');
    await page.click('#storm-toggle');
    await expectText('#events', /replace \/only/);
  });

  test('shows moves, and changes of the root', async () => {
    await open();
    await paste('{"list":[{"x":0},{"x":1}]}');
    await page.fill('#target', '$.list[?@.x == 1]');
    await page.click('#live');
    await page.fill('#target', '');
    await page.click('#watch');
    await page.fill('#write-pointer', '/list/0');
    await page.click('#document button:has-text("Remove")');
    await expectText('#events', /\/list\/1 is now \/list\/0/);
    await expectText('#watchers', /1 result(?!s)/);
    await page.fill('#write-pointer', '');
    await page.fill('#write-value', '5');
    await page.click('#document button:has-text("Set")');
    await expectText('#events', /replace root: \{ 1 member \} → 5/);
  });

  test('runs a transaction that changes something each time', async () => {
    await open();
    await paste('{"a":"x","b":2,"c":null}');
    for (const id of [1, 2, 3]) {
      await page.click('#transact');
      await expectText('#commits li', new RegExp(`^${id} edit`));
    }
    await page.fill('#target', '$.a[?😀]');
    await expectText('#marked mark', /^😀$/);
  });

  test.each([1280, 1024, 360])(
    'has no panel that runs over another one (%i wide)',
    async (width) => {
      await open({ width, height: 800 });
      await page.click('#live');
      const over = await page.evaluate(() =>
        [...document.querySelectorAll('.panel')]
          .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
          .map(({ id }) => id),
      );
      expect(over).toEqual([]);
    },
  );

  test('fits a phone, without scrolling sideways', async () => {
    await open({ width: 360, height: 740 });
    await page.click('#live');
    await page.click('#transact');
    await expectText('#commits li', /10 operations/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    const { height = 0 } = (await page.locator('#tree').boundingBox()) ?? {};
    expect(height).toBeCloseTo(0.45 * 740, 0);
    // A tap on a match shows it in the tree, which is far above
    await page.locator('#matches .row').nth(1).click();
    await expect
      .poll(() =>
        page.evaluate(() => {
          const row = document.querySelector('#tree [aria-selected="true"]');
          const { top = -1, bottom = -1 } = row?.getBoundingClientRect() ?? {};
          return top >= 0 && bottom <= innerHeight;
        }),
      )
      .toBe(true);
  });

  test('uses the theme of the system, or the one chosen by the button', async () => {
    await open({ dark: true });
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.click('#theme');
    expect(await ground()).not.toBe(dark);
    await page.click('#theme');
    expect(await ground()).toBe(dark);
  });

  test.each([false, true])('has no fault that axe-core detects (dark: %s)', async (dark) => {
    await open({ dark });
    await page.fill('#target', '/api/*/__compat/status/deprecated');
    await page.click('#watch');
    await page.click('#transact');
    await expectText('#events', /replace/);
    // Evaluated through the debugger's protocol, to which the page's policy does not apply
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const axe = Reflect.get(globalThis, 'axe');
      const found: Findings = await axe.run();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(violations).toEqual([]);
  });

  test('cannot load anything from other hosts, because its policy forbids that', async () => {
    await open();
    const refused = await page.evaluate(async () => {
      try {
        await fetch('/');
        return 'fetched';
      } catch {
        return 'refused';
      }
    });
    expect(refused).toBe('refused');
    faults.length = 0;
  });
});
