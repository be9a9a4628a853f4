/** The operator makes it from the namespace and the name of the graph. Source: ai-dynamo/dynamo operator graph.go. */
export function dynamoNamespace(namespace: string | undefined, graph: string): string {
  return `${namespace ?? ''}-${graph}`.replaceAll('.', '-');
}
