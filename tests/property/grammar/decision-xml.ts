/** The one decision that business rule tasks of drawn processes ask for: one more than v1. */
import { DECISION } from './names.ts';

export const decisionXml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${DECISION}_definitions" name="${DECISION}" namespace="urn:throughline:property">
<decision id="${DECISION}" name="${DECISION}"><variable id="${DECISION}_variable" name="${DECISION}"/><literalExpression id="${DECISION}_expression"><text>v1 + 1</text></literalExpression></decision>
</definitions>`;
