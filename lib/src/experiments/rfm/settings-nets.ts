import type { Profiles } from '../profiles.js';
import type { FirstLayerSettings } from './first-layer-only.js';
import type { ComparisonSettings } from './network-vs-rfm.js';
import type { ArchitectureSettings } from './nfa-architectures.js';
import type { DigitsSettings, LowRankSettings } from './nfa-mlp.js';
import type { PhaseSettings } from './nfa-phase-diagram.js';
import type { SensitivitySettings } from './nfa-sensitivity.js';
import type { OneStepSettings } from './one-step-ansatz.js';

const oneStep = { n: 20, d: 5, width: 6, outputs: [1, 2], learningRate: 1 };

const digits = {
  trainingImages: 1200,
  points: 400,
  network: { hidden: 3, width: 128, firstStd: 0.01, learningRate: 0.3, batchSize: 128, epochs: 300 },
  weightDecays: [1e-3, 0],
};

const lowRank = {
  n: 2000,
  points: 1000,
  cases: [{ d: 100, firstStd: 1e-3 }],
  network: { hidden: 2, width: 128, learningRate: 0.1, batchSize: 64, epochs: 60, weightDecay: 0 },
};

const firstLayer = {
  d: 20,
  n: 1000,
  points: 1000,
  hidden: [1, 3],
  firstStds: [1e-8, null],
  network: { width: 256, learningRate: 0.3, batchSize: 128, epochs: 300, weightDecay: 0 },
};

const sensitivity: SensitivitySettings = {
  d: 20,
  n: 1000,
  points: 500,
  base: {
    hidden: 2,
    width: 64,
    firstStd: 1e-3,
    learningRate: 0.1,
    batchSize: 128,
    epochs: 200,
    weightDecay: 0,
  },
  varied: [
    { option: 'width', values: [32, 64, 128] },
    { option: 'learningRate', values: [0.1, 0.3] },
    { option: 'weightDecay', values: [0, 1e-3] },
    { option: 'firstStd', values: [1e-3, 1e-2, 0.1] },
  ],
};

const phase = {
  d: 20,
  n: 500,
  points: 250,
  network: { hidden: 2, width: 64, learningRate: 0.1, batchSize: 64, epochs: 200 },
  initScales: [0.3, 1, 2],
  weightDecays: [1e-4, 1e-3, 1e-2],
};

const comparison = {
  d: 100,
  counts: [500, 1000, 2000],
  testPoints: 2000,
  bandwidth: 10,
  ridge: 1e-4,
  rounds: 5,
  network: {
    hidden: 2,
    width: 128,
    firstStd: 1e-3,
    learningRate: 0.1,
    batchSize: 64,
    epochs: 300,
    weightDecay: 0,
    stopLoss: 1e-3,
  },
};

const language = { languages: 3, letters: 12, concentration: 0.3, length: 12 };

const architectures: ArchitectureSettings = {
  networks: ['CNN', 'RNN', 'attention'],
  cnn: {
    trainingImages: 600,
    points: 200,
    filters: [16, 32],
    scales: [0.05, 0.3, 1],
    learningRate: 0.3,
    weightDecay: 1e-3,
    batchSize: 100,
    epochs: 60,
  },
  rnn: { ...language, hidden: 32, gain: 0.05, learningRate: 0.05, steps: 1500, batchSize: 32 },
  attention: { ...language, dim: 32, std: 0.02, learningRate: 3e-3, steps: 800, batchSize: 32 },
  words: 200,
};

/** Settings of the experiments with networks of notebook 04. */
export const netSettings: {
  oneStepAnsatz: Profiles<OneStepSettings>;
  digitsAnsatz: Profiles<DigitsSettings>;
  lowRankAnsatz: Profiles<LowRankSettings>;
  firstLayerOnly: Profiles<FirstLayerSettings>;
  nfaArchitectures: Profiles<ArchitectureSettings>;
  nfaSensitivity: Profiles<SensitivitySettings>;
  nfaPhaseDiagram: Profiles<PhaseSettings>;
  networkVsRfm: Profiles<ComparisonSettings>;
} = {
  oneStepAnsatz: { quick: oneStep, paper: { ...oneStep, n: 200, d: 50, width: 100, outputs: [1, 2, 5, 10] } },
  digitsAnsatz: { quick: digits, paper: { ...digits, network: { ...digits.network, width: 1024 } } },
  lowRankAnsatz: {
    quick: lowRank,
    paper: { ...lowRank, network: { ...lowRank.network, hidden: 3, width: 1024, epochs: 500 } },
  },
  firstLayerOnly: { quick: { ...firstLayer, hidden: [1] }, paper: { ...firstLayer, hidden: [1, 2, 3, 5] } },
  nfaArchitectures: { quick: architectures, paper: { ...architectures, words: 1000 } },
  nfaSensitivity: {
    quick: sensitivity,
    paper: {
      ...sensitivity,
      varied: [{ option: 'width', values: [64, 128, 256, 512, 1024] }, ...sensitivity.varied.slice(1)],
    },
  },
  nfaPhaseDiagram: {
    quick: phase,
    paper: {
      ...phase,
      network: { ...phase.network, width: 256, epochs: 1000 },
      initScales: [0.1, 0.3, 1, 2],
      weightDecays: [1e-5, 1e-4, 1e-3, 1e-2],
    },
  },
  networkVsRfm: { quick: comparison, paper: { ...comparison, counts: [500, 1000, 2000, 4000] } },
};
