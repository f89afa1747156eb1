/**
 * The seven bottlenecks of the founding plan: our code against the naive form of each. `naive/` rebuilds these as the plan describes
 * them. The ratio is the gain.
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
