/**
 * The playground: one document in a `DataMap`, and views that read, query, watch and write it.
 *
 * A session is one document with its history. Opening another document makes a new session, with its own watchers and its own storm of writes.
 * Views depend on the signals of the current session, watchers and storm, and never on each other.
 */
import { signal } from '@data-map/core';
import { AskView } from './ask-view.ts';
import { commitsView } from './commits-view.ts';
import { element } from './dom.ts';
import { LoadView } from './load-view.ts';
import { Session } from './session.ts';
import { FIRST_RATE, stormView } from './storm-view.ts';
import { Storm } from './storm.ts';
import { themeButton } from './theme.ts';
import { TreeView } from './tree-view.ts';
import { WatchView } from './watch-view.ts';
import { Watchers } from './watchers.ts';

/** Shown until the sample document is loaded. */
const WAITING = { loading: 'The sample document is being read.' };

const session = signal(new Session('a moment', WAITING));
const watchers = signal(new Watchers(session.peek()));
const storm = signal(new Storm(session.peek(), watchers.peek(), FIRST_RATE));

function open(name: string, document: unknown): void {
  storm.peek().stop();
  watchers.peek().end();
  const old = session.peek();
  const next = new Session(name, document);
  const watching = new Watchers(next);
  const { rate } = storm.peek();
  session.value = next;
  watchers.value = watching;
  storm.value = new Storm(next, watching, rate);
  old.dispose();
}

async function openSample(): Promise<void> {
  const { default: text } = await import('virtual:sample');
  open('browser-compat data, trimmed', JSON.parse(text));
}

const load = new LoadView(open, openSample);
const tree = new TreeView(session);
const watch = new WatchView(watchers);
const ask = new AskView(session, {
  reveal: (pointer) => tree.reveal(pointer),
  watch: (target) => watch.subscribe(target),
  keepLive: (jsonpath) => watch.keepLive(jsonpath),
});

document.body.append(
  element(
    'header',
    {},
    element('h1', {}, 'DataMap', element('span', {}, ' playground')),
    element('div', { className: 'buttons' }, load.button, themeButton()),
  ),
  load.banner,
  element(
    'main',
    {},
    element('div', { className: 'column' }, tree.element),
    element('div', { className: 'column' }, ask.element, stormView(storm)),
    element('div', { className: 'column' }, watch.element, commitsView(session)),
  ),
  load.dialog,
);
await openSample();
document.body.dataset['ready'] = 'true';
