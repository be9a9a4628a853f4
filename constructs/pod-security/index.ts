/** The Pod Security Standards of Kubernetes as code. Pure functions over pod specs; runs in a browser too. */
export { PodSecurityControl, type PodSecurityViolation } from './control';
export { type InjectedContainer, injectedContainers, type SpanningWorker } from './injected-containers';
export { isPodSecurityLevel, PodSecurityLevel, weakest } from './level';
export { podSecurityViolations, strictestLevel } from './violations';
