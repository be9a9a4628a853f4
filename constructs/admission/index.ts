/** Admission: what the API server would say to a document, from the CRD files alone. Runs in a browser too. */
export { CrdSet } from './crd-set';
export { AdmissionCode } from './violation';
