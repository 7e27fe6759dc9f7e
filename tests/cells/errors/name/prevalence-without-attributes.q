%%q sorts
id,1,2,3
A,-1,0,1
B,0,1,-1
C,1,0,-1

---
%q solve -k 1
---
%q prevalence site
