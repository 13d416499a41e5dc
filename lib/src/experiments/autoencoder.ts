/** The experiments of notebook 10: A mechanism for producing aligned latent spaces with autoencoders. */

export { settings } from './autoencoder/settings.js';

// The law
export { orderedStretch, stretchingLaw } from './autoencoder/stretching-law.js';
export { twoGaussians } from './autoencoder/two-gaussians.js';
export { oneSampleRelu } from './autoencoder/one-sample-relu.js';
export { severalSamples } from './autoencoder/several-samples.js';

// Words
export { coveredWords } from './autoencoder/word-space.js';
export { coverage } from './autoencoder/coverage.js';
export { alternativesToStretching, topDirectionFrequency, wordStretch } from './autoencoder/word-stretch.js';
export { oppositesMap } from './autoencoder/opposites-map.js';
export { wordNetworks } from './autoencoder/word-networks.js';
export { surrogateStretch, wordSurrogate } from './autoencoder/word-surrogate.js';

// Drugs
export { drugSurrogate, l1000Stretch, signatureAlignment } from './autoencoder/drug-stretch.js';
export { drugNetworks } from './autoencoder/drug-networks.js';

// Beyond the paper
export { alignmentInTime, stretchDesigner } from './autoencoder/alignment-in-time.js';
