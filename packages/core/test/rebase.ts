/**
 * Where an element is after a Change, given where it was before. This is the rule by which a `ref` follows its element, stated for
 * a single location; the index of all locations is checked against it.
 *
 * A location is a list of segments. Only three things can happen to it. An index in it shifts, because something was
 * inserted or removed before it in the same array. The element or something above it is moved, which replaces the head of
 * the list. Or the element is removed, and has no location any more. O(length of the location),
 * except for the replacement of a container above, where the element is looked for by identity.
 */
import { isPlainObject, type Segment, type Segments } from '@data-map/path';
import type { Change } from '@data-map/storage';

/** Returns the new location of what was at `location`; `null` if it is gone, the same array if it has not moved. */
export function rebase(location: Segments, change: Change): Segments | null {
  switch (change.op) {
    case 'add':
      return inserted(location, change.segments);
    case 'remove':
      return removed(location, change.segments);
    case 'move': {
      const from = change.fromSegments ?? [];
      if (startsWith(location, from)) return [...change.segments, ...location.slice(from.length)];
      const without = removed(location, from);
      return without === null ? null : inserted(without, change.segments);
    }
    case 'replace':
      return replaced(location, change);
  }
}

/** An element was inserted at `at`: what was at its index or behind it in the same array shifts up by one. */
function inserted(location: Segments, at: Segments): Segments {
  const index = at.at(-1);
  const mine = sameContainer(location, at);
  if (typeof index !== 'number' || typeof mine !== 'number' || mine < index) return location;
  return withIndex(location, at.length - 1, mine + 1);
}

/** What was at `at` was removed: it is gone, and what was behind it in the same array shifts down by one. */
function removed(location: Segments, at: Segments): Segments | null {
  if (startsWith(location, at)) return null;
  const index = at.at(-1);
  const mine = sameContainer(location, at);
  if (typeof index !== 'number' || typeof mine !== 'number' || mine < index) return location;
  return withIndex(location, at.length - 1, mine - 1);
}

/**
 * A value was replaced. At the element itself the new value is the element from now on. Above it, the element lives on
 * only where the new value holds the same object, at the same place or at another index of the same array.
 */
function replaced(location: Segments, change: Change): Segments | null {
  const depth = change.segments.length;
  if (location.length <= depth || !startsWith(location, change.segments)) return location;
  const { permutation } = change;
  if (permutation !== undefined) {
    const before = location[depth];
    const after = Array.prototype.indexOf.call(permutation, before);
    return after < 0 ? null : withIndex(location, depth, after);
  }
  const way = location.slice(depth);
  const element = resolve(change.previous, way);
  if (Object.is(resolve(change.value, way), element))
    return element === undefined ? null : location;
  const container = resolve(change.value, way.slice(0, -1));
  if (!Array.isArray(container) || typeof element !== 'object') return null;
  const index = container.indexOf(element);
  return index < 0 ? null : withIndex(location, location.length - 1, index);
}

/** The segment of `location` inside the container that `at` is a member of; `undefined` if it is not below that. */
function sameContainer(location: Segments, at: Segments): Segment | undefined {
  const depth = at.length - 1;
  if (depth < 0 || location.length <= depth) return undefined;
  for (let i = 0; i < depth; i++) if (location[i] !== at[i]) return undefined;
  return location[depth];
}

/** Whether a location is at or below another one. */
function startsWith(location: Segments, head: Segments): boolean {
  if (location.length < head.length) return false;
  for (let i = 0; i < head.length; i++) if (location[i] !== head[i]) return false;
  return true;
}

function withIndex(location: Segments, depth: number, index: number): Segments {
  const moved = [...location];
  moved[depth] = index;
  return moved;
}

function resolve(value: unknown, way: Segments): unknown {
  let at = value;
  for (const segment of way) {
    if (Array.isArray(at)) at = typeof segment === 'number' ? at[segment] : undefined;
    else if (!isPlainObject(at) || typeof segment === 'number') return undefined;
    else at = Object.hasOwn(at, segment) ? at[segment] : undefined;
  }
  return at;
}
