import type { Blueprint } from '../blueprint';
import { glm5Gb200Sglang } from './gb200-sglang';

export const GLM_5_BLUEPRINTS: readonly Blueprint[] = [glm5Gb200Sglang];
