# Python modules that the firmware carries as bytecode.
freeze("modules")
freeze("$(MPY_DIR)/ports/rp2/modules", "rp2.py")
include("$(MPY_DIR)/extmod/asyncio")
