import { effect, type ReadonlySignal } from '@data-map/core';
import { element, panel } from './dom.ts';
import type { Storm } from './storm.ts';
import { duration, rate } from './text.ts';

/** The rates of the slider, in writes per second. */
const RATES = [10, 100, 1000, 5000, 20_000, 50_000, 100_000];

/** The initial rate. */
export const FIRST_RATE = 1000;

/** The controls of the storm, and what a write costs. */
export function stormView(storm: ReadonlySignal<Storm>): HTMLElement {
  const toggle = element('button', { type: 'button', id: 'storm-toggle' }, 'Start');
  const slider = element('input', {
    type: 'range',
    id: 'storm-rate',
    min: '0',
    max: String(RATES.length - 1),
    value: String(RATES.indexOf(FIRST_RATE)),
  });
  const wanted = element('output', { id: 'storm-wanted' });
  wanted.setAttribute('for', slider.id);
  const meters = {
    writes: meter('writes', 'writes/s'),
    events: meter('events', 'events/s'),
    update: meter('update', 'per update'),
    requery: meter('requery', 'by re-query'),
  };
  const verdict = element('p', { id: 'verdict', className: 'hint' });
  const show = (): void => {
    const chosen = RATES[Number(slider.value)] ?? FIRST_RATE;
    storm.peek().rate = chosen;
    wanted.textContent = `${rate(chosen)} writes/s`;
    slider.setAttribute('aria-valuetext', wanted.textContent);
  };
  slider.addEventListener('input', show);
  toggle.addEventListener('click', () => {
    const current = storm.peek();
    if (current.isRunning.peek()) current.stop();
    else current.start();
  });
  effect(() => {
    const isRunning = storm.value.isRunning.value;
    toggle.textContent = isRunning ? 'Stop' : 'Start';
    toggle.classList.toggle('running', isRunning);
    show();
  });
  effect(() => {
    const reading = storm.value.meter.value;
    meters.writes.value.textContent = reading ? rate(reading.writesPerSecond) : '–';
    meters.events.value.textContent = reading ? rate(reading.eventsPerSecond) : '–';
    meters.update.value.textContent = reading ? duration(reading.perUpdate) : '–';
    meters.requery.value.textContent = reading ? duration(reading.perRequery) : '–';
    verdict.textContent = storm.value.isIdle.value
      ? 'This document has no leaf to write to.'
      : verdictOf(reading?.perUpdate, reading?.perRequery);
  });
  return panel(
    'storm',
    'Storm',
    element('p', { className: 'hint' }, 'Random writes to leaves all over the document.'),
    element(
      'div',
      { className: 'storm-controls' },
      toggle,
      element('label', { for: slider.id }, 'Rate'),
      slider,
      wanted,
    ),
    element('dl', { className: 'meters' }, ...Object.values(meters).map(({ element: one }) => one)),
    verdict,
  );
}

function meter(id: string, label: string): { element: HTMLElement; value: HTMLElement } {
  const value = element('dd', { id: `meter-${id}` }, '–');
  return { element: element('div', {}, element('dt', {}, label), value), value };
}

/** The comparison of the two costs, in words. */
export function verdictOf(update: number | undefined, requery: number | undefined): string {
  if (update === undefined || requery === undefined || Number.isNaN(requery)) {
    return 'Keep a query live to compare the cost of updating it with that of evaluating it again.';
  }
  const times = requery / update;
  if (times >= 2) {
    return `Updating the live queries is ${Math.round(times).toLocaleString('en')} times cheaper than asking again.`;
  }
  return times > 0.5
    ? 'These queries are so cheap that asking again costs about the same.'
    : 'These queries are so cheap that asking again costs less than an update, which includes the write and all notifications.';
}
