import { type Profiles, same } from '../profiles.js';
import type {
  BasinSettings,
  ConditionSettings,
  InversionSettings,
  LeadingTermSettings,
  LocalOrderSettings,
} from './inversion.js';
import type { CoherenceSettings, LinearFactorSettings } from './network.js';
import type { PolarSettings } from './polar.js';
import type { IdentitySettings, ScalarSettings } from './scalar.js';

const inversion: InversionSettings = {
  d: 20,
  kappa: 10,
  scaled: true,
  residual: 0.9,
  methods: [
    'Newton-Schulz',
    'SGD, adaptive step',
    'with replacement',
    'right step',
    'Kaczmarz',
    'gradient descent',
    'SGD, fixed rate',
    'AdaGrad',
    'Adam',
  ],
  epochs: 200,
};
const network: Omit<CoherenceSettings, 'methods'> = {
  n: 10,
  d: 20,
  width: 100,
  coherences: [0, 0.01, 0.1, 0.5],
  epochs: 12,
};
const larger: InversionSettings = {
  ...inversion,
  d: 50,
  scaled: false,
  methods: ['SGD, adaptive step', 'with replacement'],
  epochs: 20,
};
const safe: InversionSettings = {
  ...larger,
  residual: null,
  methods: ['SGD, adaptive step', 'Newton-Schulz'],
  epochs: 30,
};

/** Settings of every experiment of notebook 08; `paper` has larger matrices. */
export const settings: {
  scalar: Profiles<ScalarSettings>;
  identities: Profiles<IdentitySettings>;
  inversion: Profiles<InversionSettings>;
  digits: Profiles<InversionSettings>;
  hundred: Profiles<InversionSettings>;
  safe: Profiles<InversionSettings>;
  safeIll: Profiles<InversionSettings>;
  localOrder: Profiles<LocalOrderSettings>;
  leadingTerm: Profiles<LeadingTermSettings>;
  condition: Profiles<ConditionSettings>;
  basin: Profiles<BasinSettings>;
  coherence: Profiles<CoherenceSettings>;
  linearFactor: Profiles<LinearFactorSettings>;
  phases: Profiles<CoherenceSettings>;
  gaussNewton: Profiles<CoherenceSettings>;
  polar: Profiles<PolarSettings>;
} = {
  scalar: same({ a: 3, start: 0.1, steps: 9, fixedRate: 1e-4 }),
  identities: same({ d: 8, trials: 20 }),
  inversion: same(inversion),
  digits: same(larger),
  hundred: { quick: { ...larger, d: 100 }, paper: { ...larger, d: 1000 } },
  safe: same(safe),
  safeIll: same({ ...safe, kappa: 100 }),
  localOrder: {
    quick: { dimensions: [5, 10, 20, 40], trials: 50, residual: 0.5, epochs: 3 },
    paper: { dimensions: [5, 10, 20, 40, 200], trials: 50, residual: 0.5, epochs: 3 },
  },
  leadingTerm: same({ d: 12, residuals: [1e-2, 1e-3, 1e-4] }),
  condition: same({ d: 20, kappas: [1, 3, 10, 30, 100, 1000], residual: 0.5, target: 1e-6, most: 2000 }),
  basin: same({ d: 20, radii: [0.5, 0.8, 1, 1.3, 1.6, 2], trials: 40, epochs: 30 }),
  coherence: same({
    ...network,
    methods: [
      { name: 'c = 1', batch: 1, c: 1 },
      { name: 'c = ½ (Polyak)', batch: 1, c: 0.5 },
      { name: 'Gauss-Newton, batches of 5', batch: 5, c: 1 },
      { name: 'Gauss-Newton, all', batch: 10, c: 1 },
    ],
  }),
  linearFactor: same({ ...network, coherences: [0.05, 0.1, 0.3, 0.5], epochs: 60, last: 12 }),
  phases: same({
    ...network,
    coherences: [0, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5],
    methods: [1, 2, 3, 5, 8, 10].map((batch) => ({ name: `batch ${batch}`, batch, c: 1 })),
    epochs: 8,
  }),
  gaussNewton: same({
    ...network,
    methods: [{ name: 'Gauss-Newton, all', batch: 10, c: 1 }],
    epochs: 3,
  }),
  polar: {
    quick: { d: 30, residuals: [1e-2, 0.5], epochs: 12 },
    paper: { d: 300, residuals: [1e-2, 0.5], epochs: 12 },
  },
};
