/** Every query after twenty others, see `jsonpath-cases.ts`. The queries of this file also run one after the other in one process. */
import { cases, registerCase, type CaseName } from './jsonpath-cases.ts';

for (const name of Object.keys(cases)) registerCase(name as CaseName, 'after twenty others');
