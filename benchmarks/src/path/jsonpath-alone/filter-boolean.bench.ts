import { registerCase } from '../jsonpath-cases.ts';

registerCase('filter boolean', 'alone');
