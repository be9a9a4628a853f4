import { at, type Mapping, mapping, mappings, text } from '../../../constructs/observed';
import type { ResourcePolicy } from './resource-policy';

/**
 * A volume of a template that names a snapshot is as the snapshot is, and one that a template does not name is as the image and the account
 * say; neither is judged. FSx encrypts every file system at rest by itself.
 * Source: AWS Security Hub EC2.3 and EFS.1; FSx for Lustre user guide, encryption at rest.
 */
export const encryption: ResourcePolicy = {
  name: 'aws-encrypted-storage',
  title: 'volumes and file systems are encrypted',
  rationale:
    'Disks of GPU machines hold model weights, tokens and prompts. Who gets at a snapshot or a discarded disk reads them, unless they are encrypted.',
  fix: 'set encrypted to true; with kmsKeyId if the key is to be yours',
  severity: 'high',
  enforcementLevel: 'mandatory',
  assumptions: { ebs: { encrypted: true }, encrypted: true, rootBlockDevice: { encrypted: true } },
  checks: {
    'aws:ebs/volume:Volume': plain('the volume'),
    'aws:ec2/instance:Instance': function* (props) {
      yield* plain('rootBlockDevice')(mapping(props['rootBlockDevice']) ?? { encrypted: true });
      for (const device of mappings(props['ebsBlockDevices'])) {
        yield* plain(`volume ${text(device['deviceName']) ?? ''} of ebsBlockDevices`)(device);
      }
    },
    'aws:ec2/launchTemplate:LaunchTemplate': function* (props) {
      for (const device of mappings(props['blockDeviceMappings'])) {
        const ebs = mapping(device['ebs']);
        if (ebs !== undefined && !given(ebs['snapshotId'])) {
          yield* plain(`volume ${text(device['deviceName']) ?? ''} of blockDeviceMappings`)(ebs);
        }
      }
    },
    'aws:efs/fileSystem:FileSystem': plain('the file system'),
  },
};

/** Templates have texts for booleans. */
function plain(what: string): (props: Mapping) => Generator<string> {
  return function* (props) {
    if (String(at(props, 'encrypted')) !== 'true') {
      yield `${what} is not encrypted`;
    }
  };
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
