import { registerCase } from '../jsonpath-cases.ts';

registerCase('single', 'alone');
