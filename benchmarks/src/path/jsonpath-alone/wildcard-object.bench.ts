import { registerCase } from '../jsonpath-cases.ts';

registerCase('wildcard object', 'alone');
