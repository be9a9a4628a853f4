import { at, list } from '../../../constructs/observed';
import { isWorld } from './cidr';
import type { ResourcePolicy } from './resource-policy';

/** Source: AWS Security Hub EKS.1; defaults from the EKS API, `ResourcesVpcConfig`. */
export const clusterEndpoint: ResourcePolicy = {
  name: 'eks-public-endpoint',
  title: 'the API server of an EKS cluster is not open to the world',
  rationale:
    'EKS puts the API server on the internet for every address unless told otherwise. Scanners find it at once, and one leaked token or one hole in the API server is then enough.',
  fix: 'set vpcConfig.endpointPrivateAccess to true, and endpointPublicAccess to false or publicAccessCidrs to the addresses of your networks',
  severity: 'high',
  enforcementLevel: 'mandatory',
  assumptions: {
    endpointPublicAccess: false,
    publicAccessCidrs: ['(not known yet)'],
    'publicAccessCidrs[]': '(not known yet)',
    vpcConfig: { endpointPublicAccess: false },
  },
  checks: {
    'aws:eks/cluster:Cluster': function* ({ vpcConfig }) {
      const cidrs = list(at(vpcConfig, 'publicAccessCidrs'));
      if (at(vpcConfig, 'endpointPublicAccess') === false) {
        return;
      }
      if (cidrs.length === 0) {
        yield 'the public endpoint takes every address, as vpcConfig has no publicAccessCidrs';
      }
      const open = cidrs.filter(isWorld);
      if (open.length > 0) {
        yield `vpcConfig.publicAccessCidrs lets in ${open.join(', ')}`;
      }
    },
  },
};
