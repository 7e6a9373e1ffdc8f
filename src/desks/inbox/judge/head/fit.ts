import type { Sparse } from "../features/vector.ts";
import { score, sigmoid, softmax, type Head } from "./linear.ts";

export interface Sample {
  features: Sparse;
  /** Place of its class; for a head of one class 1 (yes) or 0. */
  label: number;
  /** How much it counts; default 1. */
  weight?: number;
}

export interface FitOptions {
  /** Places of the vectors. */
  size: number;
  classes: number;
  epochs: number;
  /** Pulls weights towards zero. */
  decay: number;
  rate: number;
  seed?: number;
  /** Where the weights begin, and towards what `decay` pulls; default zero. */
  start?: Float32Array;
}

/**
 * Logistic regression by stochastic gradient steps of AdaGrad (Duchi, Hazan, Singer, JMLR 2011): each weight has a step of its
 * own, so rare words learn as well as frequent ones. Several classes share a softmax; one class is a yes or no. The same samples
 * and seed give the same head.
 */
export function fit(samples: readonly Sample[], options: FitOptions): Head {
  const { size, classes, epochs, rate } = options;
  const head: Head = {
    classes,
    weights: Float32Array.from(options.start ?? new Float32Array(size * classes)),
    bias: new Float32Array(classes),
  };
  const squares = new Float32Array(size * classes).fill(1e-3);
  const biasSquares = new Float32Array(classes).fill(1);
  const order = samples.map((_sample, at) => at);
  const random = createRandom(options.seed ?? 1);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      const { features, label, weight = 1 } = samples[at] as Sample;
      const errors = toErrors(score(head, features), label);
      const wrong: number[] = [];
      for (let c = 0; c < classes; c += 1) {
        const error = (errors[c] as number) * weight;
        errors[c] = error;
        biasSquares[c] = (biasSquares[c] as number) + error * error;
        head.bias[c] = (head.bias[c] as number) - (rate * error) / Math.sqrt(biasSquares[c] as number);
        if (Math.abs(error) >= LEAST_ERROR) wrong.push(c);
      }
      if (wrong.length > 0) step(head, squares, features, wrong, errors, options);
    }
  }
  return head;
}

/** What each class has too much. */
function toErrors(scores: Float32Array, label: number): Float32Array {
  if (scores.length === 1) return Float32Array.of(sigmoid(scores[0] as number) - label);
  const shares = softmax(scores);
  shares[label] = (shares[label] as number) - 1;
  return shares;
}

/** Smaller ones move nothing that anybody would see. */
const LEAST_ERROR = 5e-4;

/** Place by place, since the weights of one lie beside each other. */
function step(
  { weights, classes }: Head,
  squares: Float32Array,
  { at, by }: Sparse,
  wrong: readonly number[],
  errors: Float32Array,
  { rate, decay, start }: FitOptions,
): void {
  for (let i = 0; i < at.length; i += 1) {
    const row = (at[i] as number) * classes;
    const value = by[i] as number;
    for (const c of wrong) {
      const place = row + c;
      const weight = weights[place] as number;
      const gradient = (errors[c] as number) * value + decay * (weight - (start?.[place] ?? 0));
      const square = (squares[place] as number) + gradient * gradient;
      squares[place] = square;
      weights[place] = weight - (rate * gradient) / Math.sqrt(square);
    }
  }
}

/** xorshift32 (Marsaglia, JSS 2003): an order that is the same each time. */
export function createRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function shuffle(list: number[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as number, list[i] as number];
  }
}
