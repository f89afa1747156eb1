import { disposables, library } from '../../tsup.base.ts';

export default library({ index: 'src/index.ts' }, disposables);
