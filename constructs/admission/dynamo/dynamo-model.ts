import { ANYTHING, type Fields, object, TEXT } from './fields';

/**
 * The fields of a DynamoModel v1alpha1.
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1alpha1/dynamo_model_types.go
 */
export const DYNAMO_MODEL: Fields = {
  spec: object({ modelName: TEXT, baseModelName: TEXT, modelType: TEXT, source: object({ uri: TEXT }) }),
  status: ANYTHING,
};
