/** The numbers of a matrix or vector. */
export type Real = Float64Array | Float32Array;
export type Precision = 'float64' | 'float32';
