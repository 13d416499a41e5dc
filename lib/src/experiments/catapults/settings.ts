import { type Profiles, same } from '../profiles.js';
import type { BatchCriticalRatesSettings } from './batch-critical-rates.js';
import type { BatchSizesSettings } from './batch-sizes.js';
import type { ConvCatapultsSettings } from './conv-catapults.js';
import type { DigitBatchesSettings } from './digits.js';
import type { FairComparisonSettings } from './fair-comparison.js';
import type { InitialScaleSettings } from './initial-scale.js';
import type { LogisticBatchesSettings } from './logistic-batches.js';
import type { OneCatapultSettings } from './one-catapult.js';
import type { OptimiserComparisonSettings } from './optimiser-comparison.js';
import type { RaisedRateSettings } from './raised-rate.js';
import type { RateDialSettings } from './rate-dial.js';
import type { RepeatedCatapultsSettings } from './repeated-catapults.js';
import type { TaskSettings } from './tasks.js';

const signs: TaskSettings = { task: 'product of signs', n: 128, d: 20, hidden: [256], test: 1000 };
const normals: TaskSettings = { task: 'product of normals', n: 256, d: 20, hidden: [128, 128], test: 1000 };
const shifted: TaskSettings = { task: 'shifted coordinate', n: 64, d: 30, hidden: [256, 256], test: 1000 };

const limits = { tolerance: 1e-2, most: 20_000 };

const optimiserSettings: OptimiserComparisonSettings = {
  ...limits,
  task: signs,
  methods: [
    { name: 'GD', method: 'gradientDescent', ratio: 0.5 },
    { name: 'SGD, b = 32', method: 'gradientDescent', ratio: 0.5, batch: 32 },
    { name: 'SGD, b = 5', method: 'gradientDescent', ratio: 0.5, batch: 5 },
    { name: 'SGD, b = 2', method: 'gradientDescent', ratio: 0.5, batch: 2 },
    { name: 'momentum, b = 32', method: 'momentum', ratio: 0.1, batch: 32 },
    { name: 'momentum, b = 5', method: 'momentum', ratio: 0.1, batch: 5 },
    { name: 'Adam', method: 'adam', learningRate: 1e-2, batch: 32 },
    { name: 'RMSprop', method: 'rmsprop', learningRate: 1e-2, batch: 32 },
    { name: 'Adagrad', method: 'adagrad', learningRate: 1e-1, batch: 32 },
    { name: 'Adadelta, lr 1', method: 'adadelta', learningRate: 1, batch: 32 },
    { name: 'Adadelta, lr 10', method: 'adadelta', learningRate: 10, batch: 32 },
  ],
};

const digitSettings: DigitBatchesSettings = {
  tolerance: 1e-2,
  most: 20_000,
  components: 20,
  hidden: [128, 128],
  n: 256,
  batches: [2, 4, 8, 32],
  ratio: 0.7,
  strong: { networks: 3, batch: 4, ratio: 0.4, tolerance: 5e-3, most: 100_000 },
};

const convSettings: ConvCatapultsSettings = {
  n: 48,
  test: 500,
  filters: [16, 16],
  ratios: [0.9, 1.2, 1.5],
  steps: 40,
  batch: 12,
  phases: [0.6, 1.3],
  phaseSteps: 40,
};

const dial = Array.from({ length: 17 }, (_, k) => (5 + k) / 10);

/**
 * Settings of every experiment of notebook 03: the brief gives no sizes of the paper, so that `paper` is a larger run.
 */
export const settings: {
  oneCatapult: Profiles<OneCatapultSettings>;
  repeatedCatapults: Profiles<RepeatedCatapultsSettings>;
  batchCriticalRates: Profiles<BatchCriticalRatesSettings>;
  batchSizes: Profiles<BatchSizesSettings>;
  raisedRate: Profiles<RaisedRateSettings>;
  optimiserComparison: Profiles<OptimiserComparisonSettings>;
  digitBatches: Profiles<DigitBatchesSettings>;
  logisticBatches: Profiles<LogisticBatchesSettings>;
  initialScale: Profiles<InitialScaleSettings>;
  fairComparison: Profiles<FairComparisonSettings>;
  rateDial: Profiles<RateDialSettings>;
  convCatapults: Profiles<ConvCatapultsSettings>;
} = {
  oneCatapult: {
    quick: { ...shifted, ratios: [0.5, 0.9, 0.95, 1.2, 1.5, 1.8], steps: 120 },
    paper: { ...shifted, n: 128, hidden: [1024, 1024], ratios: [0.5, 0.9, 0.95, 1.2, 1.5, 1.8], steps: 120 },
  },
  repeatedCatapults: same({
    tasks: [signs, { ...normals, n: 128, hidden: [256, 256] }],
    ratios: [1.4, 1.5],
    calm: 0.5,
    catapults: 3,
    tolerance: 1e-2,
    most: 3000,
  }),
  batchCriticalRates: same({ tasks: [signs, normals], batches: [1, 2, 5, 10, 32], draws: 30 }),
  batchSizes: same({ ...limits, tasks: [signs, normals], ratios: [0.5, 0.8], batches: [2, 5, 10, 32] }),
  raisedRate: same({ ...signs, batch: 32, ratios: [0.6, 1.3, 1.3, 1.3], steps: 120 }),
  optimiserComparison: same(optimiserSettings),
  digitBatches: same(digitSettings),
  // Where the runs stop is not given: at 0.05 the full batch's test loss is near the 0.34 known for it.
  logisticBatches: same({ ...limits, tolerance: 5e-2, task: signs, batches: [2, 5, 16], ratio: 0.5 }),
  initialScale: same({ ...limits, task: signs, scales: [1, 0.5, 0.25, 0.1], batches: [2], ratio: 0.5 }),
  fairComparison: same({
    ...limits,
    task: signs,
    batches: [2, 5, 10, 32],
    ratios: [0.25, 0.5, 0.75, 1, 1.25, 1.5],
  }),
  rateDial: same({ ...shifted, ratios: dial, steps: 80 }),
  convCatapults: {
    quick: convSettings,
    paper: {
      ...convSettings,
      n: 128,
      test: 2000,
      filters: [64, 64],
      steps: 120,
      phases: [0.6, 1.3, 1.3, 1.3],
    },
  },
};
