import { registerCase } from '../jsonpath-cases.ts';

registerCase('descendant', 'alone');
