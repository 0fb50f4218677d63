# Frozen Python modules.
freeze("modules")
freeze("$(MPY_DIR)/ports/rp2/modules", "rp2.py")
include("$(MPY_DIR)/extmod/asyncio")
