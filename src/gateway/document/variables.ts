/** `${stageVariables.name}` in a document. */
import type { Node } from './fields.ts';

export interface Variables {
  /** The text with variables filled in; undefined when it is not there. A variable without a value is a fault. */
  fill(node: Node): string | undefined;
}

export const createVariables = (values: Readonly<Record<string, string>>): Variables => ({
  fill(node) {
    const text = node.text();
    return text?.replace(/\$\{stageVariables\.([\w-]+)\}/g, (_, name: string) => {
      if (!Object.hasOwn(values, name)) node.fault(`the stage variable ${name} has no value`);
      return values[name] ?? '';
    });
  },
});
