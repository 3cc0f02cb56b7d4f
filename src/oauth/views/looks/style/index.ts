/** The rules of both looks; colours and radii are variables, which each look sets (variables.ts). */
import { CONTROLS } from './controls.ts';
import { GROUND } from './ground.ts';
import { PARTS } from './parts.ts';

export const BASE_STYLE = `${GROUND}${CONTROLS}${PARTS}`.replaceAll('\n', '');
