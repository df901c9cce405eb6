import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { objectOf, oneOf, unionOf } from '../../../src/engine/tensorflow/model-files/exhaustive-schema.ts';

interface Cat {
  readonly kind: 'cat';
  readonly lives: number;
  readonly name?: string | undefined;
}
interface Dog {
  readonly kind: 'dog';
  readonly coat: 'short' | 'long';
}

const kind = z.literal('cat');
const lives = z.number();
const name = z.string().optional();
const cat = objectOf<Cat>()({ kind, lives, name });
const dog = objectOf<Dog>()({ kind: z.literal('dog'), coat: oneOf<Dog['coat']>({ short: 'short', long: 'long' }) });
const pet = unionOf<Cat | Dog>()({ cat, dog });

it('reads each member of a union and refuses what is none', () => {
  expect(pet.parse({ kind: 'cat', lives: 9 })).toEqual({ kind: 'cat', lives: 9 });
  expect(pet.parse({ kind: 'dog', coat: 'long' })).toEqual({ kind: 'dog', coat: 'long' });
  for (const bad of [
    { kind: 'cat' },
    { kind: 'cow' },
    { kind: 'dog', coat: 'none' },
    { kind: 'cat', lives: 9, age: 1 },
  ])
    expect(pet.safeParse(bad).success).toBe(false);
  expectTypeOf(pet.parse({ kind: 'cat', lives: 9 })).toExtend<Cat | Dog>();
});

// The compiler is the test here: each marked line is an error only as long as what is missing is missed.
it('does not compile without a field, a member or a name', () => {
  // @ts-expect-error an optional field is missing
  objectOf<Cat>()({ kind, lives });
  // @ts-expect-error a field of another type
  objectOf<Cat>()({ kind, lives: z.string(), name });
  // @ts-expect-error a field too many
  objectOf<Cat>()({ kind, lives, name, age: z.number() });
  // @ts-expect-error a name is missing
  oneOf<Dog['coat']>({ short: 'short' });
  // @ts-expect-error a member is missing
  unionOf<Cat | Dog>()({ cat });
  expect(pet.options).toHaveLength(2);
});
