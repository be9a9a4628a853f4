const BOUNDARY = 'stator-node-config';

/**
 * User data for Amazon Linux 2023: the local disks become one array for images, logs and the files of pods. Without it they have the
 * root volume.
 * Source: awslabs/amazon-eks-ami nodeadm NodeConfig, 2026; the form is MIME since EKS adds a part of its own.
 */
export const RAID0_USER_DATA = [
  'MIME-Version: 1.0',
  `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  '',
  `--${BOUNDARY}`,
  'Content-Type: application/node.eks.aws',
  '',
  '---',
  'apiVersion: node.eks.aws/v1alpha1',
  'kind: NodeConfig',
  'spec:',
  '  instance:',
  '    localStorage:',
  '      strategy: RAID0',
  '',
  `--${BOUNDARY}--`,
  '',
].join('\n');
