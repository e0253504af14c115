// @ohos.app.ability.contextConstant (interface_sdk-js api/@ohos.app.ability.contextConstant.d.ts).

const members = {
  AreaMode: Object.freeze({ EL1: 0, EL2: 1, EL3: 2, EL4: 3, EL5: 4 }),
  ProcessMode: Object.freeze({
    NEW_PROCESS_ATTACH_TO_PARENT: 1, NEW_PROCESS_ATTACH_TO_STATUS_BAR_ITEM: 2, ATTACH_TO_STATUS_BAR_ITEM: 3,
  }),
  StartupVisibility: Object.freeze({ STARTUP_HIDE: 0, STARTUP_SHOW: 1 }),
  Scenarios: Object.freeze({
    SCENARIO_MOVE_MISSION_TO_FRONT: 1, SCENARIO_SHOW_ABILITY: 2, SCENARIO_BACK_TO_CALLER_ABILITY_WITH_RESULT: 4,
  }),
  ContextType: Object.freeze({
    APPLICATION_CONTEXT: 0, ABILITY_STAGE_CONTEXT: 1, UIABILITY_CONTEXT: 2, FORM_EXTENSION_CONTEXT: 3,
    APP_SERVICE_EXTENSION_CONTEXT: 4, SERVICE_EXTENSION_CONTEXT: 5, UI_SERVICE_EXTENSION_CONTEXT: 6,
    AUTO_FILL_EXTENSION_CONTEXT: 7,
  }),
};
Object.assign(exports, members);
exports.default = members;
