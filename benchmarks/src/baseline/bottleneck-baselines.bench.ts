/**
 * The seven bottlenecks of the founding plan: ours against the naive form of each, which `naive/` keeps for the purpose.
 * The naive forms are as the plan describes what it found; the ratio is what was gained.
 */
import { allocationGroups } from './allocations.ts';
import { cacheGroups } from './caches.ts';
import { keyGroups } from './keys.ts';
import { notificationGroups } from './notifications.ts';
import { patternGroups } from './patterns.ts';
import { queryGroups } from './queries.ts';
import { vectorGroups } from './vectors.ts';

patternGroups();
queryGroups();
notificationGroups();
allocationGroups();
cacheGroups();
keyGroups();
vectorGroups();
