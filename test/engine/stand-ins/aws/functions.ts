import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';
import { Unimplemented } from '../plugin/serve';
import { ACCOUNT, REGION } from './outputs';

const ZONES = ['a', 'b', 'c'];

/** Network cards and EFA interfaces of a few types: AWS documentation, page efa-acc-inst-types, 2026. */
const MACHINES: Readonly<Record<string, { cards: number; efa: number; vcpus: number; memoryGib: number; arm?: true }>> =
  {
    'm7i.large': { cards: 1, efa: 0, vcpus: 2, memoryGib: 8 },
    'm7i.xlarge': { cards: 1, efa: 0, vcpus: 4, memoryGib: 16 },
    'p5.48xlarge': { cards: 32, efa: 32, vcpus: 192, memoryGib: 2048 },
    'p5e.48xlarge': { cards: 32, efa: 32, vcpus: 192, memoryGib: 2048 },
    'p5en.48xlarge': { cards: 16, efa: 16, vcpus: 192, memoryGib: 2048 },
    'p6-b200.48xlarge': { cards: 8, efa: 8, vcpus: 192, memoryGib: 2048 },
    'p6-b300.48xlarge': { cards: 17, efa: 16, vcpus: 192, memoryGib: 4096 },
    'p6e-gb200.36xlarge': { cards: 17, efa: 16, vcpus: 144, memoryGib: 960, arm: true },
  };

const FUNCTIONS: Readonly<Record<string, (args: JsonObject) => JsonObject>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': ({ region = REGION }) => ({
    id: region,
    names: ZONES.map((zone) => `${region}${zone}`),
    zoneIds: ZONES.map((_, index) => `use1-az${index + 1}`),
    groupNames: [region],
  }),
  'aws:index/getRegion:getRegion': ({ region = REGION }) => ({
    id: region,
    name: region,
    region,
    description: 'stand-in',
  }),
  'aws:index/getPartition:getPartition': () => ({
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:index/getCallerIdentity:getCallerIdentity': () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/stand-in`,
    userId: 'AIDASTANDIN',
  }),
  'aws:ec2/getInstanceType:getInstanceType': ({ instanceType = '' }) => {
    const machine = MACHINES[String(instanceType)];
    if (machine === undefined) {
      throw new Error(
        `the stand-in for aws knows no instance type '${instanceType}'; it knows ${Object.keys(MACHINES).join(', ')}`,
      );
    }
    return {
      id: instanceType,
      instanceType,
      defaultVcpus: machine.vcpus,
      memorySize: machine.memoryGib * 1024,
      efaSupported: machine.efa > 0,
      efaMaximumInterfaces: machine.efa,
      maximumNetworkCards: machine.cards,
      supportedArchitectures: [machine.arm ? 'arm64' : 'x86_64'],
    };
  },
  'aws:ssm/getParameter:getParameter': ({ name = '' }) => ({
    id: name,
    name,
    arn: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`,
    type: 'String',
    value: 'ami-0123456789abcdef0',
    insecureValue: 'ami-0123456789abcdef0',
    version: 1,
  }),
  'aws:iam/getPolicyDocument:getPolicyDocument': ({ statements = [], version = '2012-10-17' }) => {
    const json = JSON.stringify({
      Version: version,
      Statement: isJsonArray(statements) ? statements.map(statementOf) : [],
    });
    return { id: 'stand-in', json, minifiedJson: json, statements, version };
  },
  'aws:eks/getAddonVersion:getAddonVersion': ({ addonName = '', kubernetesVersion = '' }) => ({
    id: addonName,
    addonName,
    kubernetesVersion,
    version: 'v1.0.0-eksbuild.1',
  }),
  'aws:eks/getClusterAuth:getClusterAuth': ({ name = '' }) => ({ id: name, name, token: 'stand-in' }),
};

/** The result of a function of the provider. @throws Unimplemented */
export function call(token: string, args: JsonObject): JsonObject {
  const answer = FUNCTIONS[token];
  if (answer === undefined) {
    throw new Unimplemented(`the stand-in for aws has no function ${token}`);
  }
  return { ...args, ...answer(args) };
}

function statementOf(statement: Json): JsonObject {
  const {
    sid,
    effect = 'Allow',
    actions,
    resources,
    principals,
    conditions,
  } = isJsonObject(statement) ? statement : {};
  const parts: readonly (readonly [string, Json | undefined])[] = [
    ['Sid', sid],
    ['Effect', effect],
    ['Action', actions],
    ['Resource', resources],
    ['Principal', grouped(principals, ({ type, identifiers }) => [type, identifiers])],
    ['Condition', grouped(conditions, ({ test, variable, values }) => [test, { [String(variable)]: values ?? [] }])],
  ];
  return Object.fromEntries(parts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function grouped(
  list: Json | undefined,
  entry: (item: JsonObject) => readonly [Json | undefined, Json | undefined],
): JsonObject | undefined {
  if (!isJsonArray(list) || list.length === 0) {
    return undefined;
  }
  const entries = list.filter(isJsonObject).map(entry);
  return Object.fromEntries(entries.map(([key, value]) => [String(key), value ?? null]));
}
