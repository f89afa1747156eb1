import { registerCase } from '../jsonpath-cases.ts';

registerCase('filter existence', 'alone');
