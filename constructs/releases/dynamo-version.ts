/** The minor releases of Dynamo that Stator knows, oldest first. */
export const DynamoVersion = {
  V1_2: '1.2',
  V1_3: '1.3',
  V1_4: '1.4',
  V1_5: '1.5',
  V1_6: '1.6',
} as const;
export type DynamoVersion = (typeof DynamoVersion)[keyof typeof DynamoVersion];

/** Order of two releases: negative, zero or positive. */
export function compareVersions(left: DynamoVersion, right: DynamoVersion): number {
  return ordinal(left) - ordinal(right);
}

function ordinal(version: DynamoVersion): number {
  return Object.values(DynamoVersion).indexOf(version);
}
