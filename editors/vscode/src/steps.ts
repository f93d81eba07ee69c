/** The step at the cursor, by the outline of the server: pure, so that it is tested without an editor. */

export interface Place {
  readonly line: number;
  readonly character: number;
}

/** A part of the outline, as the protocol has it. */
export interface OutlinePart {
  readonly name: string;
  readonly kind: number;
  readonly range: { readonly start: Place; readonly end: Place };
  readonly children?: readonly OutlinePart[];
}

/** Return the id of the innermost step around a place; empty outside of all steps, for a loop as well. */
export function stepAt(outline: readonly OutlinePart[], place: Place, kinds: ReadonlySet<number>): string {
  for (const part of outline) {
    if (isBefore(part.range.start, place) && isBefore(place, part.range.end)) {
      const inner = stepAt(part.children ?? [], place, kinds);
      return inner || (kinds.has(part.kind) ? part.name : "");
    }
  }
  return "";
}

/** Return where the step with a compiled id begins, such as `call.step` of a call; undefined when the outline has neither. */
export function placeOfStep(
  outline: readonly OutlinePart[],
  step: string,
  kinds: ReadonlySet<number>,
): Place | undefined {
  for (const part of outline) {
    if (kinds.has(part.kind) && (part.name === step || step.startsWith(`${part.name}.`))) {
      return part.range.start;
    }
    const inner = placeOfStep(part.children ?? [], step, kinds);
    if (inner) {
      return inner;
    }
  }
  return undefined;
}

/** Return true when `first` is not behind `second`. */
function isBefore(first: Place, second: Place): boolean {
  return (
    first.line < second.line || (first.line === second.line && first.character <= second.character)
  );
}
