/** Admission: what the API server would say to a document, from CRD files and tables alone. Runs in a browser too. */
export { ApiSchemas } from './api-schemas';
export { CrdSet } from './crd-set';
export { AdmissionCode } from './violation';
