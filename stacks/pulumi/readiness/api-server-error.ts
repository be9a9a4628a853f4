import { oneLine } from './text';

/** Thrown when the API server cannot be reached, or answers something else than what it was asked for. */
export class ApiServerError extends Error {
  /**
   * @param action what was tried, for example `list pods in namespace inference`
   * @param detail what came back
   * @param status status of the answer, absent when there was none
   */
  public constructor(
    public readonly action: string,
    public readonly detail: string,
    public readonly status?: number,
  ) {
    super(oneLine(`cannot ${action}: ${status === undefined ? detail : `${status} ${detail}`}`, 600));
    this.name = 'ApiServerError';
  }

  /** Whether the API server knows who asks, and refuses, or does not know. */
  public get refused(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** Whether a later try may succeed: a server that restarts, is busy, or does not serve the kind yet. */
  public get temporary(): boolean {
    const { status } = this;
    return status === undefined || status === 200 || [404, 408, 410, 429].includes(status) || status >= 500;
  }
}
