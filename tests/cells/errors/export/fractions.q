%%q sorts --grid free
id,1,2,3
Ann,0.5,1,2
Bob,1,2,3
---
%q export a.zip --array-grid "-1:1,0:1,1:1"
