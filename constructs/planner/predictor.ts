import { InvalidValueError, requireWhole } from '../findings';
import type { PlannerConfig } from './config';

/** What all predictors take. */
export interface PredictorOptions {
  /**
   * Whether to predict the logarithm of the load, which keeps bursts from throwing the predictor off.
   * @default false
   */
  readonly logarithmic?: boolean;
  /**
   * Path, inside the planner's container, of a trace that the predictor learns from before it starts.
   * @default - it starts from nothing
   */
  readonly warmUpTrace?: string;
}

export interface KalmanOptions extends PredictorOptions {
  /**
   * Variance with which the level of the load wanders.
   * @default 1
   */
  readonly levelVariance?: number;
  /**
   * Variance with which its trend wanders.
   * @default 0.1
   */
  readonly trendVariance?: number;
  /**
   * Variance of a measurement: the higher, the smoother the prediction.
   * @default 10
   */
  readonly measurementVariance?: number;
  /**
   * Observations before the filter predicts; until then the last one counts.
   * @default 5
   */
  readonly minPoints?: number;
}

export interface ProphetOptions extends PredictorOptions {
  /**
   * Observations that the model is fitted to.
   * @default 50
   */
  readonly window?: number;
}

/**
 * How the Planner guesses the load of the next interval. Defaults are the planner's own.
 *
 * Source: ai-dynamo 1.6.1 on PyPI, dynamo/planner/config/defaults.py, read 2026-11.
 */
export class Predictor {
  /** As much as in the last interval. */
  public static constant(options: PredictorOptions = {}): Predictor {
    return new Predictor('constant', options);
  }

  /** Autoregression (ARIMA): the planner's default. */
  public static arima(options: PredictorOptions = {}): Predictor {
    return new Predictor('arima', options);
  }

  /** A Kalman filter over level and trend. Throws `InvalidValueError` for a variance below 0. */
  public static kalman(options: KalmanOptions = {}): Predictor {
    const { levelVariance, trendVariance, measurementVariance, minPoints } = options;
    for (const [prop, value] of Object.entries({ levelVariance, trendVariance, measurementVariance })) {
      if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
        throw new InvalidValueError(prop, value, 'a variance of at least 0');
      }
    }
    requireWhole('minPoints', minPoints ?? 1, 1);
    return new Predictor('kalman', options, {
      ...(levelVariance === undefined ? {} : { kalman_q_level: levelVariance }),
      ...(trendVariance === undefined ? {} : { kalman_q_trend: trendVariance }),
      ...(measurementVariance === undefined ? {} : { kalman_r: measurementVariance }),
      ...(minPoints === undefined ? {} : { kalman_min_points: minPoints }),
    });
  }

  /** Prophet, which knows times of day. Throws `InvalidValueError` for an empty window. */
  public static prophet(options: ProphetOptions = {}): Predictor {
    requireWhole('window', options.window ?? 1, 1);
    return new Predictor('prophet', options, {
      ...(options.window === undefined ? {} : { prophet_window_size: options.window }),
    });
  }

  /** @internal */
  public readonly config: PlannerConfig;

  private constructor(
    public readonly kind: 'constant' | 'arima' | 'kalman' | 'prophet',
    { logarithmic, warmUpTrace }: PredictorOptions,
    own: PlannerConfig = {},
  ) {
    this.config = {
      load_predictor: kind,
      ...(logarithmic === undefined ? {} : { load_predictor_log1p: logarithmic }),
      ...(warmUpTrace === undefined ? {} : { load_predictor_warmup_trace: warmUpTrace }),
      ...own,
    };
  }
}
