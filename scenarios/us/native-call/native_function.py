# As machine code, a call of a function of machine code that does nothing, in blocks of a hundred whose loop is
# paid once a hundred. `operations` is a multiple of a hundred.


@micropython.native
def nothing():
    pass


@micropython.native
def run(operations):
    function = nothing
    calls = 0
    for _ in range(operations // 100):
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        function(); function(); function(); function(); function(); function(); function(); function(); function(); function()
        calls += 100
    return calls
