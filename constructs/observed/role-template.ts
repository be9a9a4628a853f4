import { type Mapping, mapping, mappings } from './access';

/** The pod template that a component over several nodes has for its leader or for its other pods, if it has templates by role. */
export function roleTemplate(component: Mapping, role: 'leader' | 'worker'): Mapping | undefined {
  return mapping(mappings(component['roles']).find(({ name }) => name === role)?.['podTemplate']);
}
