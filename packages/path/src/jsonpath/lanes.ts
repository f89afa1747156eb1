import { createLane, type Lane } from './lane.ts';

/** Gives the lane that a closure of that kind shall come from. */
export type Deal = (kind: keyof Lane) => Lane;

const shared = createLane();

/** All queries start on one lane. */
export const dealShared: Deal = () => shared;
