import type { Real } from '../linalg/matrix.js';

/** φ and φ', entry by entry over whole arrays. */
export interface Activation {
  /** h ← φ(z). */
  apply(z: Real, h: Real): void;
  /** g ← g ⊙ φ'(z), with h = φ(z) at hand. */
  chain(g: Real, z: Real, h: Real): void;
  /** g ← g ⊙ φ''(z); absent where φ'' = 0. */
  second?(g: Real, z: Real, h: Real): void;
}

export type ActivationName = 'relu' | 'tanh' | 'sigmoid' | 'leakyRelu' | 'sine' | 'swish' | 'linear';

/** Slope of the leaky ReLU below 0, PyTorch's. */
export const LEAK = 0.01;

/** The activations by name; ReLU and its leaky form have φ'(0) = 0 and 0.01, as PyTorch has. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  relu: {
    // Without branches: which sign comes next cannot be predicted.
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) h[i] = 0.5 * (z[i] + Math.abs(z[i]));
    },
    chain: (g, z) => {
      for (let i = 0; i < g.length; i++) g[i] *= +(z[i] > 0);
    },
  },
  tanh: {
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) h[i] = Math.tanh(z[i]);
    },
    chain: (g, _, h) => {
      for (let i = 0; i < g.length; i++) g[i] *= 1 - h[i] * h[i];
    },
    second: (g, _, h) => {
      for (let i = 0; i < g.length; i++) g[i] *= -2 * h[i] * (1 - h[i] * h[i]);
    },
  },
  sigmoid: {
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) h[i] = 1 / (1 + Math.exp(-z[i]));
    },
    chain: (g, _, h) => {
      for (let i = 0; i < g.length; i++) g[i] *= h[i] * (1 - h[i]);
    },
    second: (g, _, h) => {
      for (let i = 0; i < g.length; i++) g[i] *= h[i] * (1 - h[i]) * (1 - 2 * h[i]);
    },
  },
  leakyRelu: {
    // The positive part and the leak of what is left; Math.max takes ten times as long.
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) {
        const positive = 0.5 * (z[i] + Math.abs(z[i]));
        h[i] = positive + LEAK * (z[i] - positive);
      }
    },
    // The factor is 1 exactly where z > 0.
    chain: (g, z) => {
      for (let i = 0; i < g.length; i++) g[i] *= LEAK + (1 - LEAK) * +(z[i] > 0);
    },
  },
  sine: {
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) h[i] = Math.sin(z[i]);
    },
    chain: (g, z) => {
      for (let i = 0; i < g.length; i++) g[i] *= Math.cos(z[i]);
    },
    second: (g, z) => {
      for (let i = 0; i < g.length; i++) g[i] *= -Math.sin(z[i]);
    },
  },
  swish: {
    apply: (z, h) => {
      for (let i = 0; i < z.length; i++) h[i] = z[i] / (1 + Math.exp(-z[i]));
    },
    chain: (g, z) => {
      for (let i = 0; i < g.length; i++) {
        const s = 1 / (1 + Math.exp(-z[i]));
        g[i] *= s + z[i] * s * (1 - s);
      }
    },
    second: (g, z) => {
      for (let i = 0; i < g.length; i++) {
        const s = 1 / (1 + Math.exp(-z[i]));
        g[i] *= s * (1 - s) * (2 + z[i] * (1 - 2 * s));
      }
    },
  },
  linear: {
    apply: (z, h) => h.set(z),
    chain: () => {},
  },
};
