import { disposables, library, shortened } from '../../tsup.base.ts';
import { INTERNAL_NAMES } from './internal-names.ts';

export default library({ index: 'src/index.ts' }, { ...disposables, ...shortened(INTERNAL_NAMES) });
