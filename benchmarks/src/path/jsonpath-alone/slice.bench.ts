import { registerCase } from '../jsonpath-cases.ts';

registerCase('slice', 'alone');
