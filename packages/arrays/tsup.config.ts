import { library } from '../../tsup.base.ts';
import { INTERNAL_NAMES } from './internal-names.ts';

export default library(
  { index: 'src/index.ts' },
  {
    esbuildOptions(options) {
      options.mangleProps = new RegExp(`^(${Object.keys(INTERNAL_NAMES).join('|')})$`);
      options.mangleCache = INTERNAL_NAMES;
    },
  },
);
