/** Names that follow from the id of an element; the writer of BPMN and the reference know them by the same rule. */
export const messageOf = (elementId: string): string => `message ${elementId}`;
export const signalOf = (elementId: string): string => `signal ${elementId}`;
/** What a script or an action leaves. */
export const resultOf = (elementId: string): string => `r_${elementId}`;
export const counterOf = (loopId: string): string => `c_${loopId}`;
export const localOf = (subId: string): string => `local_${subId}`;
export const outputOf = (activityId: string): string => `out_${activityId}`;
export const variableName = (index: number): string => `v${index}`;
/** What an event gives back by a mapping, and what a throwing one takes along. */
export const givenBy = (eventId: string): string => `given_by_${eventId}`;
export const carriedBy = (eventId: string): string => `carried_by_${eventId}`;
/** The item of an iteration, and the list of all results. */
export const itemOf = (activityId: string): string => `item_${activityId}`;
export const allOf = (activityId: string): string => `all_${activityId}`;
/** The gateway where the ways of boundary events come back. */
export const mergeIdOf = (host: { readonly id: string }): string => `${host.id}_merge`;
/** The signal that throw events of the processes throw. */
export const SHARED_SIGNAL = 'shared signal';
export const recordVariableOf = (elementId: string): string => `record_${elementId}`;
export const entityOf = (elementId: string): string => `thing_${elementId}`;
/** What the decision is asked for by every business rule task. */
export const DECISION = 'one_more';
/** The variable that a data object is. */
export const dataOf = (objectId: string): string => `value_of_${objectId}`;
/** The record type of data stores, what associations call the record of one, and what it holds before anybody writes. */
export const STORED_ENTITY = 'box';
export const storedAs = (storeId: string): string => `${STORED_ENTITY}_${storeId}`;
export const STORED_AT_FIRST = 7;
/** The data input of an activity; its data output is called like its result. */
export const inputOf = (elementId: string): string => `given_${elementId}`;
export const messageOfFlow = (flowId: string): string => `message over ${flowId}`;
/** What a message over a flow brings along. */
export const payloadOf = (flowId: string): string => `brought_${flowId}`;
/** By which instances are found that are found by a value. */
export const NUMBER = 'number';
