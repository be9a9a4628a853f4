import { fileMode, formed, inRange, oneOf, required, requiredForm, requiredItems } from './checks';
import { checkClaimSpec } from './claim-spec';
import { checkDownwardFile } from './downward-api';
import type { Field } from './field';
import { DNS_SUBDOMAIN, FILE_PATH, NO_BACKSTEPS, RELATIVE_PATH } from './forms';
import { checkKeyToPath } from './key-to-path';
import { checkProjection } from './projection';
import { checkSign } from './resources';
import { checkTemplateMetadata } from './template-metadata';

const HOST_PATH_TYPES = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];
const PULL_POLICIES = ['', 'Always', 'IfNotPresent', 'Never'];

/** A check of one kind of source. */
type SourceCheck = (source: Field) => void;

/** Fields that must have a value. */
const needs =
  (...fields: readonly string[]): SourceCheck =>
  (source) => {
    for (const field of fields) required(source.get(field));
  };

/** What the API server asks of each source, where the source is as old as in-tree volumes only its required fields. */
const SOURCES: Readonly<Record<string, SourceCheck>> = {
  emptyDir: (source) => checkSign(source.get('sizeLimit'), 'at least 0'),
  hostPath: (source) => {
    if (required(source.get('path'), 'a path')) formed(source.get('path'), NO_BACKSTEPS);
    oneOf(source.get('type'), HOST_PATH_TYPES);
  },
  configMap: (source) => {
    required(source.get('name'), 'the name of a ConfigMap');
    checkFiles(source);
  },
  secret: (source) => {
    required(source.get('secretName'), 'the name of a Secret');
    checkFiles(source);
  },
  persistentVolumeClaim: (source) => {
    required(source.get('claimName'), 'the name of a PersistentVolumeClaim');
  },
  downwardAPI: (source) => {
    fileMode(source.get('defaultMode'));
    for (const file of source.get('items').items) {
      fileMode(file.get('mode'));
      requiredForm(file.get('path'), FILE_PATH);
      checkDownwardFile(file);
    }
  },
  projected: checkProjection,
  csi: (source) => {
    const driver = source.get('driver');
    if (driver.text.length > 63 || !DNS_SUBDOMAIN.test(driver.text.toLowerCase())) {
      driver.refuse('a driver such as ebs.csi.aws.com, at most 63 characters');
    }
    const secret = source.get('nodePublishSecretRef');
    if (secret.given) requiredForm(secret.get('name'), DNS_SUBDOMAIN);
  },
  ephemeral: (source) => {
    const template = source.get('volumeClaimTemplate');
    if (!template.given) {
      template.refuse('a claim');
      return;
    }
    checkTemplateMetadata(template.get('metadata'));
    checkClaimSpec(template.get('spec'));
  },
  image: (source) => {
    required(source.get('reference'), 'an image');
    oneOf(source.get('pullPolicy'), PULL_POLICIES);
  },
  nfs: (source) => {
    required(source.get('server'));
    if (!source.get('path').text.startsWith('/')) source.get('path').refuse('an absolute path');
  },
  gitRepo: (source) => {
    required(source.get('repository'));
    formed(source.get('directory'), RELATIVE_PATH);
  },
  iscsi: (source) => {
    needs('targetPortal', 'iqn')(source);
    inRange(source.get('lun'), 0, 255);
  },
  fc: (source) => {
    if (source.get('targetWWNs').items.length === 0 && source.get('wwids').items.length === 0) {
      source.refuse('one of targetWWNs, wwids');
    }
    inRange(source.get('lun'), 0, 255);
  },
  rbd: (source) => {
    needs('image')(source);
    requiredItems(source.get('monitors'), 'at least one monitor');
  },
  cephfs: (source) => {
    requiredItems(source.get('monitors'), 'at least one monitor');
  },
  awsElasticBlockStore: needs('volumeID'),
  gcePersistentDisk: needs('pdName'),
  glusterfs: needs('endpoints', 'path'),
  cinder: needs('volumeID'),
  quobyte: needs('registry', 'volume'),
  flexVolume: needs('driver'),
  azureFile: needs('secretName', 'shareName'),
  azureDisk: needs('diskName', 'diskURI'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  scaleIO: needs('gateway', 'system', 'volumeName'),
  storageos: () => undefined,
  flocker: () => undefined,
};

/** Names of all kinds of volume source. */
export const VOLUME_SOURCES: readonly string[] = Object.keys(SOURCES);

/** Reports what is wrong inside the sources of a volume. */
export function checkVolumeSource(volume: Field): void {
  for (const kind of volume.keys) {
    if (Object.hasOwn(SOURCES, kind)) SOURCES[kind]?.(volume.get(kind));
  }
}

/** Files of a ConfigMap or Secret. */
function checkFiles(source: Field): void {
  fileMode(source.get('defaultMode'));
  for (const item of source.get('items').items) checkKeyToPath(item);
}
