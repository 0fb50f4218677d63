# Python modules that the firmware carries as bytecode.
include("$(MPY_DIR)/extmod/asyncio")
