import { type Profiles, same } from '../profiles.js';
import type { BilinearGapSettings, BilinearPsnrSettings } from './bilinear.js';
import type { CompletionTimeSettings } from './completion-time.js';
import type { DrawnCompletionSettings } from './drawn-completion.js';
import type { EigenProEpochsSettings } from './eigenpro-epochs.js';
import type { ExpressionSampleSettings } from './expression-sample.js';
import type { HolesSettings } from './holes.js';
import type { KernelPicturesSettings } from './kernel-pictures.js';
import type { KernelSlicesSettings } from './kernel-slices.js';
import type { LeaveOneOutSettings } from './leave-one-out.js';
import type { IdentityCopySettings, PriorLaboratorySettings } from './prior-laboratory.js';
import type { LargePictureSettings } from './large-picture.js';
import type { PhotographsSettings } from './photographs.js';
import type { RatingPriorsSettings } from './rating-priors.js';
import type { ReconstructionSettings } from './reconstruction.js';
import type { ScreeningSettings } from './screening.js';
import type { ThreeProblemsSettings } from './three-problems.js';
import type { CalibrationSettings, UncertaintyMapSettings } from './uncertainty.js';
import type { MonteCarloSettings, WidthConvergenceSettings } from './wide-table-networks.js';

const screeningSettings: ScreeningSettings = {
  screen: {},
  folds: 5,
  depth: 1,
  methods: [
    'NTK, reference profile and cell mean',
    'NTK, reference profile and one-hot cell',
    'NTK, one-hot both',
    'NTK, one-hot drug',
    'NTK, random',
    'NTK, identity',
    'DNPP',
    'FaLRTC',
    '2-D mean',
    'mean of the drug',
    'mean of the cell',
  ],
};
const few: ScreeningSettings['methods'] = ['NTK, reference profile and cell mean', 'DNPP'];

/** Settings of every experiment of notebook 09; the paper's own sizes are 128 x 128 to 512 x 512 pictures. */
export const settings: {
  kernelPictures: Profiles<KernelPicturesSettings>;
  kernelSlices: Profiles<KernelSlicesSettings>;
  drawnCompletion: Profiles<DrawnCompletionSettings>;
  reconstruction: Profiles<ReconstructionSettings>;
  holes: Profiles<HolesSettings>;
  bilinearGap: Profiles<BilinearGapSettings>;
  bilinearPsnr: Profiles<BilinearPsnrSettings>;
  priorLaboratory: Profiles<PriorLaboratorySettings>;
  identityCopy: Profiles<IdentityCopySettings>;
  eigenProEpochs: Profiles<EigenProEpochsSettings>;
  calibration: Profiles<CalibrationSettings>;
  uncertaintyMap: Profiles<UncertaintyMapSettings>;
  leaveOneOut: Profiles<LeaveOneOutSettings>;
  completionTime: Profiles<CompletionTimeSettings>;
  largePicture: Profiles<LargePictureSettings>;
  photographs: Profiles<PhotographsSettings>;
  monteCarloKernel: Profiles<MonteCarloSettings>;
  widthConvergence: Profiles<WidthConvergenceSettings>;
  screening: Profiles<ScreeningSettings>;
  sparseScreening: Profiles<ScreeningSettings>;
  interaction: Profiles<ScreeningSettings>;
  screeningEntries: Profiles<ScreeningSettings & { every: number }>;
  screeningDepths: Profiles<ScreeningSettings & { depths: number[] }>;
  screeningWins: Profiles<ScreeningSettings>;
  ratingPriors: Profiles<RatingPriorsSettings>;
  threeProblems: Profiles<ThreeProblemsSettings>;
  expressionSample: Profiles<ExpressionSampleSettings>;
} = {
  kernelPictures: same({
    side: 32,
    slices: [
      { scales: 1, row: 16, column: 16 },
      { scales: 2, row: 16, column: 16 },
      { scales: 3, row: 16, column: 16 },
      { scales: 3, row: 19, column: 15 },
    ],
  }),
  kernelSlices: {
    quick: { scales: [1, 2, 3], multiples: [2, 4], convolutions: [1, 2] },
    paper: { scales: [1, 2, 3, 4], multiples: [2, 4], convolutions: [1, 2] },
  },
  drawnCompletion: same({ pictures: ['houses', 'stripes', 'text'], side: 64, observed: 0.5, scales: 4 }),
  reconstruction: {
    quick: { side: 64, observed: [0.5, 0.25, 0.1], scales: [1, 2, 3, 4, 5] },
    paper: { side: 128, observed: [0.5, 0.25, 0.1], scales: [1, 2, 3, 4, 5] },
  },
  holes: {
    quick: { side: 64, pictures: ['vase', 'library', 'kate'], scales: [5] },
    paper: { side: 128, pictures: ['vase', 'library', 'kate'], scales: [5] },
  },
  bilinearGap: {
    quick: { size: 4, channels: 3, width: 128, networks: 60 },
    paper: { size: 4, channels: 3, width: 512, networks: 160 },
  },
  bilinearPsnr: same({ side: 32, scales: 2, observed: 0.5, channels: 16 }),
  priorLaboratory: same({
    side: 32,
    scales: 3,
    priors: ['stationary', 'noise', 'meshgrid', 'waves', 'identity'],
    ridge: 1e-7,
  }),
  identityCopy: same({
    cases: [
      { side: 16, scales: 3 },
      { side: 32, scales: 4 },
    ],
    ridge: 1e-7,
  }),
  eigenProEpochs: {
    quick: { picture: 'car', side: 64, scales: 3, subsample: 1000, epochs: 20, plain: 300 },
    paper: { picture: 'car', side: 128, scales: 3, subsample: 2000, epochs: 20, plain: 300 },
  },
  calibration: same({
    side: 32,
    scales: 3,
    observed: 0.5,
    widths: [0.25, 0.5, 0.75, 1, 1.25, 1.645, 2, 2.5],
  }),
  uncertaintyMap: same({ side: 64, scales: 4, observed: 0.6 }),
  leaveOneOut: same({
    side: 32,
    observed: 0.5,
    scales: [1, 2, 3, 4],
    convolutions: [1, 2, 3],
    windows: [3, 5],
  }),
  completionTime: { quick: { sides: [32, 64], scales: 4 }, paper: { sides: [32, 64, 128], scales: 4 } },
  largePicture: {
    quick: { sides: [128, 256], scales: 3, epochs: 10, subsample: 1000 },
    paper: { sides: [128, 256, 512], scales: 3, epochs: 20, subsample: 2000 },
  },
  photographs: same({ side: 64, pictures: ['vase', 'library', 'kate'], scales: 5 }),
  monteCarloKernel: same({ points: 6, dimension: 5, widths: [1000, 20_000] }),
  widthConvergence: same({
    observed: 14,
    missing: 5,
    features: 6,
    genes: 7,
    widths: [128, 512, 2048, 8192],
    steps: 400,
  }),
  screening: same(screeningSettings),
  sparseScreening: same({ ...screeningSettings, trainingDrugs: 5, methods: [...few, 'FaLRTC', '2-D mean'] }),
  interaction: same({ ...screeningSettings, screen: { interaction: 0.6 }, methods: [...few, '2-D mean'] }),
  screeningEntries: same({ ...screeningSettings, methods: [...few, 'FaLRTC', '2-D mean'], every: 13 }),
  screeningDepths: same({ ...screeningSettings, methods: few.slice(0, 1), depths: [0, 1, 2, 3, 5] }),
  screeningWins: same({ ...screeningSettings, methods: few }),
  threeProblems: same({ side: 50 }),
  expressionSample: same({ folds: 10 }),
  ratingPriors: same({ minRatings: 20, test: 0.1, shrinkage: 5 }),
};
