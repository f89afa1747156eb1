/** Every query after twenty others, see `jsonpath-cases.ts`; those of this file run one after the other as well. */
import { cases, registerCase, type CaseName } from './jsonpath-cases.ts';

for (const name of Object.keys(cases)) registerCase(name as CaseName, 'after twenty others');
