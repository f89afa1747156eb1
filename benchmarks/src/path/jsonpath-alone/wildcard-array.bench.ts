import { registerCase } from '../jsonpath-cases.ts';

registerCase('wildcard array', 'alone');
