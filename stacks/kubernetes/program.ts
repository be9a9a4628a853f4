import { inWords } from '../pulumi/user-error';
import { deploy } from './deploy';
import { readSettings } from './settings';

/** What `pulumi up` runs in this folder: the blueprint that the stack's configuration names. */
const settings = readSettings();
const deployment = inWords(() => deploy(settings));

/** Address of the frontend inside the cluster. */
export const frontendUrl = deployment.frontendUrl;
/** Services that the operator makes: graph to component to Service. */
export const services = deployment.services;
