import { escapeSegment } from '../pointer.ts';
import { type Rule, type Stages, stepOf } from './stages.ts';

/** Describes how the levels of a query are kept up to date: one line per selector, and one for the result. */
export function explainStages({ levels, tail }: Stages): string {
  const lines = levels.flatMap((rules, level) =>
    rules.map((rule) => `segment ${level + 1}: ${explainRule(rule)}`),
  );
  if (tail.length > 0) {
    const names = tail.map((name) => `/${escapeSegment(name)}`).join('');
    lines.push(`result: ${names}; incremental: changes outside it are ignored`);
  } else {
    lines.push('result: the node itself; incremental: any change at or below it');
  }
  return lines.join('\n');
}

function explainRule(rule: Rule): string {
  const { kind, selector, name, test, reads } = rule;
  if (kind === 'name') return `name ${JSON.stringify(name)}; incremental`;
  if (kind === 'range') {
    const type = selector?.type ?? 'slice';
    return stepOf(rule) === 1
      ? `${type}; incremental, reselected when the order of the array changes`
      : `${type}; incremental for values, reselected when the length or order of the array changes`;
  }
  if (selector === undefined)
    return 'descendants; incremental, walks only what was added or replaced';
  if (test === undefined) return 'wildcard; incremental';
  if (reads.absolute.length === 0) return 'filter; incremental, tests only the touched child';
  return 'filter; incremental, tests only the touched child; a change to what it reads from the root retests all children';
}
