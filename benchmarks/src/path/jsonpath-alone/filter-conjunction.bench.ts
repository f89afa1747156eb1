import { registerCase } from '../jsonpath-cases.ts';

registerCase('filter conjunction', 'alone');
